# Short names for two commands that README.md explains.
.PHONY: run test

run: # people edit two systems, and both are kept the same, until Ctrl-C
	./recordsync demo --two-way

test: # all checks and tests, as CI runs them
	./mvnw verify
