"""Plans and promises, and what answers them."""
