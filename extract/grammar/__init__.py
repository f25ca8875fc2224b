"""The token-class engine: lexicon entries give tags, tag sets become characters, rules are expressions over them."""
