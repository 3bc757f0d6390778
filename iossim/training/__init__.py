"""Exercises: what a learner is asked to do in a lab, and how it is marked.

`document` the document that is taught, in sections - `definition` exercise files as frozen data - `facts` what may be asked of
a network, `evidence` the answers of a lab - `marking` a learner's answer beside them - `checks` whether what was asked for
holds - `attempt` one learner in one exercise - `rehearsal` a session played within an attempt - `cases` faults as tickets -
`content` whether an exercise is sound, `support` whether its explanations are, `coverage` what the course explains - `exam`
papers, submissions and marks.

A check asks the network, seldom the text of a configuration, never one way of typing it. Nothing here knows a screen or the
wall clock, and nothing of a file is run as code.
"""
