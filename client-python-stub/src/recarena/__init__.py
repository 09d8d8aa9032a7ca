"""Client of RecArena, a server of simulated recommender-system users."""
