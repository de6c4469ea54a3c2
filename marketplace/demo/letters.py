"""What freelancers of the demo world write."""

OVERVIEWS = [
    "I have worked in {category_lower} for {years} years, first in a studio and then for myself. I like small teams, "
    "plain words and work that is finished. You will get a short plan before I start, a note every few days, and "
    "something that somebody else can carry on.",
    "{years} years of {category_lower}, most of them with customers like you: a few people, a real deadline, no time "
    "for jargon. I ask many questions at the start and few at the end. References on request.",
    "I came to {category_lower} from a different trade and still think like the people who use the result. My days are "
    "split between {skill} and teaching it. I take on two customers at a time, never more.",
    "Careful, quick and honest about what I do not know. I do {skill} above all, and I write down what I did so that "
    "you do not need me for the next small change.",
]

LETTERS = [
    "Your posting names the problem rather than the tool, which is rare. I did something close to it last year with "
    "{skill}: it took three weeks and the part that cost most was not the one we expected. I would begin with a day of "
    "looking at what you have, and send you a plan with two options before anything is changed.",
    "I would like to do this. I work mainly with {skill}, I have {hours} hours a week free from next Monday, and I "
    "answer within a day. My bid covers the work as written, one round of corrections, and a short handover.",
    "Two questions before a plan: who will look after the result, and is the date fixed or the budget? With the answers "
    "I can be exact. For comparison I attach what a similar job with {skill} looked like, from first note to invoice.",
    "This fits what I do best. In the last twelve months I finished four jobs of this size, all with {skill}, and three "
    "of those customers came back. I suggest that we split it: a small first part that is useful alone, then the rest.",
    "I have read the posting twice and believe that it can be done in less than you think, because the second half "
    "follows from the first. If I am wrong I will say so in the first week, when it is still cheap.",
]

ANSWERS = [
    "A job for a small publisher. Today I would test with real readers a week earlier.",
    "From Monday, about {hours} hours a week until it is done.",
    "Access, one person who can decide, and an hour on the second day.",
    "What everybody takes for granted. I ask about it first.",
]

DECLINES = [
    "We chose somebody who lives nearby.",
    "The price was above our budget.",
    "We were looking for more experience with exactly this.",
    "Thank you for the care; another plan fitted better.",
]
