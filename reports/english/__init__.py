"""What only the English edition needs: sentences, posts and bodies, names in Latin letters."""
