"""What pyproject.toml cannot say: the exercises lie beside the package here, and inside it when installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["iossim*"]), "iossim.exercises"],
    package_dir={"iossim.exercises": "exercises"},
    package_data={"iossim": ["labs/**/*", "py.typed"], "iossim.exercises": ["**/*"]},
)
