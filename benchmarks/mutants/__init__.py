"""Mutation testing of what decides about calls: how many small errors in the code the tests beside it notice."""
