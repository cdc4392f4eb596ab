package io.recordsync.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The folder in which the servers of one machine keep their data, each in its own subfolder. */
public final class DataFolder {

    /** The folder's default name. */
    public static final String USUAL_NAME = ".recordsync";

    private static final String MARK = "recordsync-data";
    private static final String TOOLS = "tools";
    private static final List<String> CHECKOUT = List.of("mvnw", ".mvn");

    private final Path root;

    private DataFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public static DataFolder at(Path root) {
        return new DataFolder(root);
    }

    /**
     * The folder of this checkout: {@code .recordsync} in its root. Outside of a checkout, it is in the working
     * directory.
     */
    public static DataFolder usual() {
        return at(checkout().resolve(USUAL_NAME));
    }

    /**
     * The root of the checkout that contains the working directory, or the working directory itself if there is no
     * checkout. The launcher sets {@code recordsync.home}, which replaces the working directory here, because it can be
     * called from anywhere.
     */
    private static Path checkout() {
        Path here = Path.of(System.getProperty("recordsync.home", "")).toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> CHECKOUT.stream().allMatch(name -> Files.exists(folder.resolve(name))))
                .findFirst()
                .orElse(here);
    }

    /** The folder for programs that were downloaded, unpacked or built. All data folders of a checkout share it. */
    public static Path tools() {
        return usual().root.resolve(TOOLS);
    }

    public Path root() {
        return root;
    }

    /** The data of Kafka. */
    public Path kafka() {
        return root.resolve("kafka");
    }

    /** The data of PostgreSQL. */
    public Path database() {
        return root.resolve("postgresql");
    }

    /** The data of Temporal. */
    public Path temporal() {
        return root.resolve("temporal");
    }

    /** CREDENTIALS_KEY of this folder's database. It is created at the first call, and only its owner can read it. */
    public String credentialsKey() {
        Path file = root.resolve("credentials.key");
        try {
            if (Files.notExists(file)) {
                byte[] key = new byte[32];
                new SecureRandom().nextBytes(key);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Base64.getEncoder().encodeToString(key));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new DevStackException(
                    "The key file of the stored credentials, %s, cannot be read or written.".formatted(file), e);
        }
    }

    /**
     * Locks the folder for this process, marks it as one of recordsync's, and denies access to other users of the
     * machine, because it holds record content.
     *
     * @throws DevStackException if another process has locked it
     */
    FolderLock lock() {
        FolderLock lock = FolderLock.of(root);
        try {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(root.resolve(MARK), "Data of recordsync. `./recordsync reset` deletes it.\n");
            return lock;
        } catch (IOException e) {
            lock.close();
            throw new DevStackException(
                    "The folder %s cannot be written. Choose another one with --data.".formatted(root), e);
        }
    }

    /** Whether {@link #empty} would find anything to delete. */
    boolean holdsAnything(boolean withTools) {
        return Files.isDirectory(root) && !toDelete(withTools).isEmpty();
    }

    /**
     * Deletes everything in the folder, and kills servers that still run after a recordsync was killed. Downloaded and
     * built programs are kept.
     *
     * @param withTools whether to delete those programs too
     * @throws DevStackException if the folder was not made by recordsync, or is in use
     */
    void empty(boolean withTools) {
        if (!isOurs()) {
            throw new DevStackException(
                    "The folder %s was not made by recordsync, so that nothing in it is deleted.".formatted(root));
        }
        FolderLock ours = lock();
        try (ours) {
            EmbeddedDatabase.killLeftover(database());
            TemporalServer.killLeftover(temporal());
            for (Path child : toDelete(withTools)) {
                FileSystemUtils.deleteRecursively(child);
            }
        } catch (IOException e) {
            throw new DevStackException("The folder %s cannot be emptied. Delete it by hand.".formatted(root), e);
        }
    }

    private boolean isOurs() {
        return Files.exists(root.resolve(MARK)) || root.equals(usual().root);
    }

    private List<Path> toDelete(boolean withTools) {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(child -> withTools || !child.endsWith(TOOLS)).toList();
        } catch (IOException e) {
            throw new DevStackException("The folder %s cannot be read.".formatted(root), e);
        }
    }
}
