package io.recordsync.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The official archive of the {@code temporal} CLI. It is used only if its checksum matches the one recorded here. */
final class TemporalArchive {

    /**
     * SHA-256 of the published archives by platform. For the first three, two public package collections that record
     * this release independently agree (hermit packages of cashapp and of zph, 2026-11). The last one is only in the
     * first collection.
     */
    private static final Map<String, String> CHECKSUMS = Map.of(
            "linux_amd64", "ddc95e08b0b076efd4ea9733a3f488eb7d2be875f8834e616cd2a37358b4852d",
            "darwin_amd64", "bbb73e2a31135abe50a1f1cdb35030c42961df618e8ce9c60ae89f201540c5d9",
            "darwin_arm64", "cca01b7ea35ad56e2a328d9ae596bf716bd22313ef63c7a761c88354457c2415",
            "linux_arm64", "bd1b0db9f18b051026de8bf6cc1505f2510f14bbb7a8b9a4a91fff46c77454f5");

    private static final String RELEASES =
            "https://github.com/temporalio/cli/releases/download/v" + TemporalBinary.VERSION + "/";

    /** The archive has about 60 MB. Anything larger than this is something else. */
    private static final long MAX_BYTES = 300_000_000;

    private final URI releases;
    private final String platform;
    private final Map<String, String> checksums;

    TemporalArchive(URI releases, String platform, Map<String, String> checksums) {
        this.releases = releases;
        this.platform = platform;
        this.checksums = checksums;
    }

    static TemporalArchive official() {
        return new TemporalArchive(
                URI.create(RELEASES),
                platform(System.getProperty("os.name"), System.getProperty("os.arch")),
                CHECKSUMS);
    }

    /** The platform as it is written in the archives' names. */
    static String platform(String osName, String osArch) {
        String system = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName.toLowerCase(Locale.ROOT);
        String architecture = switch (osArch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> osArch;
        };
        return system + "_" + architecture;
    }

    /**
     * Downloads the binary into the folder.
     *
     * @return whether it is there now; if not, the reason was noted
     */
    boolean fetch(Path folder, Progress progress) {
        String checksum = checksums.get(platform);
        if (checksum == null) {
            progress.note("The checksum of Temporal's archive for %s is not known, so that it is not downloaded."
                    .formatted(platform));
            return false;
        }
        try {
            return progress.timed("Downloaded Temporal " + TemporalBinary.VERSION, () -> fetch(folder, checksum));
        } catch (DevStackException e) {
            progress.note(e.sentence());
            return false;
        }
    }

    private boolean fetch(Path folder, String checksum) {
        Path archive = folder.resolve("temporal.tar.gz");
        try {
            String actual = download(archive);
            if (!actual.equals(checksum)) {
                throw new DevStackException(
                        "Temporal's archive has the checksum %s instead of %s, so that it is not used."
                                .formatted(actual, checksum));
            }
            unpack(archive, folder);
            return true;
        } catch (IOException e) {
            throw new DevStackException(
                    "Temporal's archive cannot be downloaded from %s.".formatted(releases.getHost()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The download of Temporal was interrupted.", e);
        } finally {
            archive.toFile().delete();
        }
    }

    /** Returns the checksum of the downloaded file. */
    private String download(Path archive) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        releases.resolve("temporal_cli_%s_%s.tar.gz".formatted(TemporalBinary.VERSION, platform)))
                .timeout(Duration.ofSeconds(20))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("status " + response.statusCode());
                }
                return save(body, archive);
            }
        }
    }

    private static String save(InputStream body, Path archive) throws IOException {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(archive), sha256)) {
            byte[] buffer = new byte[65_536];
            long total = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > MAX_BYTES) {
                    throw new IOException("more than " + MAX_BYTES + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
        return Hex.encodeHexString(sha256.digest());
    }

    /** Unpacks into a temporary folder and moves the file, so that an incomplete binary is never found. */
    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Path beside = Files.createDirectories(folder.resolve("unpacked"));
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", beside.toString(), "temporal")
                .redirectErrorStream(true)
                .start();
        tar.getInputStream().transferTo(OutputStream.nullOutputStream());
        if (!tar.waitFor(1, TimeUnit.MINUTES) || tar.exitValue() != 0) {
            throw new DevStackException("Temporal's archive cannot be unpacked with tar.");
        }
        Files.move(beside.resolve("temporal"), folder.resolve("temporal"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(beside);
    }
}
