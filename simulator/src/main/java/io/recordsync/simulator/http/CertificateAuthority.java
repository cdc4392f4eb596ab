package io.recordsync.simulator.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new certificate authority, and the certificate for localhost and 127.0.0.1 that it has signed. Both are valid for
 * one year. The keys exist only in memory, so that a client that trusts the authority trusts only this process.
 */
public final class CertificateAuthority {

    /** Some clients refuse server certificates with a much longer validity. */
    private static final Duration GOOD_FOR = Duration.ofDays(365);
    /** Allows for clients whose clock is behind ours. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private static final X500Name AUTHORITY = new X500Name("CN=recordsync simulators");
    private static final X500Name SERVER = new X500Name("CN=localhost");

    private final Instant now;
    private final SecureRandom random;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final SSLContext server;

    private CertificateAuthority(Instant now, SecureRandom random) throws GeneralSecurityException, IOException {
        this.now = now;
        this.random = random;
        keys = newKeys();
        certificate = signed(ownCertificate());
        server = serverContext();
    }

    /** @param now the time by the clock of the clients that will check the certificates */
    public static CertificateAuthority create(Instant now, SecureRandom random) {
        try {
            return new CertificateAuthority(now, random);
        } catch (GeneralSecurityException | IOException missing) {
            throw new IllegalStateException("every Java platform has these algorithms", missing);
        }
    }

    /** The authority's certificate in PEM form. */
    public String pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (IOException unlikely) {
            throw new UncheckedIOException(unlikely);
        }
        return text.toString();
    }

    /** The TLS context for a server at localhost or 127.0.0.1. */
    public SSLContext server() {
        return server;
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** With all extensions that strict clients require, such as Python since 3.13. */
    private X509v3CertificateBuilder ownCertificate() throws GeneralSecurityException, IOException {
        return builder(AUTHORITY, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private X509v3CertificateBuilder serverCertificate(KeyPair serverKeys)
            throws GeneralSecurityException, IOException {
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        return builder(SERVER, serverKeys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys)
            throws GeneralSecurityException, IOException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        return new JcaX509v3CertificateBuilder(
                        AUTHORITY,
                        new BigInteger(127, random),
                        Date.from(now.minus(BEFORE)),
                        Date.from(now.plus(GOOD_FOR)),
                        subject,
                        subjectKeys.getPublic())
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
    }

    private X509Certificate signed(X509v3CertificateBuilder certificate) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyPair serverKeys = newKeys();
        Certificate[] chain = {signed(serverCertificate(serverKeys)), certificate};
        char[] password = {};
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("server", serverKeys.getPrivate(), password, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, random);
        return context;
    }
}
