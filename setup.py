"""What pyproject.toml cannot say: exercises and demonstrations lie beside the package here, and inside it when installed."""

from setuptools import find_packages, setup

BESIDE = ("exercises", "demonstrations")

setup(
    packages=[*find_packages(include=["iossim*"]), *(f"iossim.{name}" for name in BESIDE)],
    package_dir={f"iossim.{name}": name for name in BESIDE},
    package_data={"iossim": ["labs/**/*", "py.typed"], **{f"iossim.{name}": ["**/*"] for name in BESIDE}},
)
