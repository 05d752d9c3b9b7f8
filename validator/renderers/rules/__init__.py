"""Rules and packs, explained."""
