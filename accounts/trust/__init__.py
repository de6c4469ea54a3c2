"""Trust (PRODUCT 7, 8): what people report, what operators decide, and who may not act for a while or for good."""
