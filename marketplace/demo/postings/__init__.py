"""What clients of the demo world ask for: nine postings a category, told for each client's business."""

from marketplace.demo.postings import craft, office, software
from marketplace.demo.postings.shape import Postings

POSTINGS: Postings = software.POSTINGS | craft.POSTINGS | office.POSTINGS

QUESTIONS = [
    "Which of your past projects is closest to this one, and what would you do differently today?",
    "When could you start, and how many hours a week do you have?",
    "What do you need from us in the first week?",
    "What is the part of this job that usually goes wrong?",
]
