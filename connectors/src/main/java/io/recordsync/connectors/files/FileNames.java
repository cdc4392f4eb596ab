package io.recordsync.connectors.files;

import static io.recordsync.connectors.SettingChecks.require;

import io.recordsync.connectors.ConnectorException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Resolves the file names in settings and rules. The operator's settings alone determine the folder; a rule's object is
 * only inserted into the file name and cannot lead to another folder.
 */
final class FileNames {

    static final String OBJECT = "{object}";

    /** The largest number of files that are read from one folder, because the cursor must hold the position in each. */
    static final int MAX_FILES = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private FileNames() {}

    /** @throws ConnectorException permanently, when a rule's object is not a plain name */
    static String named(String template, String object) {
        if (!NAME.matcher(object).matches()) {
            throw ConnectorException.refused(
                    "INVALID_NAME",
                    "A rule contains an object name that cannot be in a file name: only letters, digits, _ and - are"
                            + " allowed."
                            + " Correct the rule, then retry.");
        }
        return template.replace(OBJECT, object);
    }

    /** The file that an object is written to. */
    static Path target(String path, String object) {
        Path named = Path.of(named(path, object));
        return Files.isDirectory(named) ? named.resolve(object + ".csv") : named;
    }

    /** The files that an object is read from, sorted by name. A link that leads out of their folder is ignored. */
    static List<Path> sources(String source, String object) throws IOException {
        Path named = Path.of(named(source, object));
        if (Files.isDirectory(named)) {
            return matching(named, "*");
        }
        boolean chosen = GLOB.matcher(name(named)).find() || source.contains(OBJECT);
        return chosen ? matching(folder(named), name(named)) : List.of(named);
    }

    /** Whether both settings name the same file of this machine, or the same file for each object. */
    static boolean isOneFile(String path, String source) {
        Path target = Path.of(path).toAbsolutePath().normalize();
        boolean same = target.equals(Path.of(source).toAbsolutePath().normalize());
        return same && !GLOB.matcher(name(target)).find() && !Files.isDirectory(target);
    }

    static void requireTarget(String path) {
        Path file = path(path);
        require(
                !folder(file).toString().contains(OBJECT),
                "{object} must be in the name of the file, not of its folder");
        require(
                Files.isDirectory(file) || FileForm.of(name(file)).isPresent(),
                "the files' path must be a folder, or end with .csv, .jsonl or .ndjson");
    }

    static void requirePattern(String source) {
        Path file = path(source);
        String folder = folder(file).toString();
        require(
                !folder.contains(OBJECT) && !GLOB.matcher(folder).find(),
                "patterns and {object} must be in the name of the file, not of its folder");
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + name(file).replace(OBJECT, "x"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the files' source must be a pattern like contacts-*.csv", e);
        }
    }

    /** The folder that a file is in. */
    static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("the files' path must be one of this machine", e);
        }
    }

    private static List<Path> matching(Path folder, String pattern) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        Path home = folder.toRealPath();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (matcher.matches(file.getFileName()) && isOne(file, home)) {
                    found.add(file);
                }
            }
        }
        found.sort(Comparator.comparing(FileNames::name));
        return found;
    }

    /** Hidden files are ignored: they are recordsync's own or not meant to be read. */
    private static boolean isOne(Path file, Path home) throws IOException {
        String name = name(file);
        return !name.startsWith(".")
                && FileForm.of(name).isPresent()
                && Files.isRegularFile(file)
                && home.equals(file.toRealPath().getParent());
    }
}
