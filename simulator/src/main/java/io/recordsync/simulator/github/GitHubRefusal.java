package io.recordsync.simulator.github;

/** GitHub refuses a request. */
final class GitHubRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    GitHubRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static GitHubRefusal notFound() {
        return new GitHubRefusal(404, "Not Found");
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
