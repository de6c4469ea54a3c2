-- What a campaign writes beside the books: whom it has reached, and their notices.
CREATE TABLE bare_person (LIKE billing_campaignperson INCLUDING ALL);
CREATE TABLE bare_notice (LIKE common_notice INCLUDING ALL);
