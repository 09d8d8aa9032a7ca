"""Environments in the form of other simulators, so that agents written for those run against a server unmodified."""
