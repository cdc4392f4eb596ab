# Short names for two commands that README.md explains.
.PHONY: run test

run: # the whole of recordsync on this machine, until Ctrl-C
	./recordsync demo

test: # all checks and tests, as CI runs them
	./mvnw verify
