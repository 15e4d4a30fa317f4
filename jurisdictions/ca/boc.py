"""Answers of the Basis of Claim Form (RPD.02.01), in the order of Schedule 1 of the RPD Rules."""
