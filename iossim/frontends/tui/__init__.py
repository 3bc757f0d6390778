"""The console: a whole lab on one screen. Draws views and carries keys; knows nothing that a view does not tell.

`run` is the way in; everything that imports Textual, or a lab, is imported after it has looked whether there is a
terminal at all.
"""
