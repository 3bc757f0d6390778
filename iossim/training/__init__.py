"""Exercises, demonstrations and exams."""
