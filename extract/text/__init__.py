"""From characters to tokens: a shadow of the same length, columnar tokens, and text for print."""
