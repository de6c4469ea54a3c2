"""The help centre: short answers in plain words. No figure stands here: each article leads to the page that has it."""
