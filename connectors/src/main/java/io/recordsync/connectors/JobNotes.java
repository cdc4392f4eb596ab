package io.recordsync.connectors;

/**
 * Told of the jobs of a {@link Connector#writeJob}. Whoever sends the same records again, later or in another process,
 * has to {@linkplain Connector#endJob end} a job first that is not known to be over: it could write older content over
 * newer.
 */
public interface JobNotes {

    /** Notes nothing. */
    JobNotes NONE = new JobNotes() {
        @Override
        public void begins(String job) {}

        @Override
        public void isOver(String job) {}
    };

    /**
     * The job has all its rows, and is about to begin. If this throws an exception, the job does not begin.
     *
     * @param job the system's id of the job
     */
    void begins(String job);

    /** The job writes nothing any more. */
    void isOver(String job);
}
