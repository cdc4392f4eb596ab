package io.recordsync.workflows;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.common.converter.PayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The form of messages in Temporal: JSON, which the Web UI and the {@code temporal} command can show and send. The
 * metadata of each payload says which version of the messages it holds. A payload without a version, such as a signal
 * that a person sends, is read as the current version.
 */
public final class Messages {

    /** To be increased when a message changes in a way that older workers cannot read. */
    public static final int VERSION = 1;

    static final String VERSION_KEY = "recordsync-version";

    private Messages() {}

    /** @param codecs applied to each payload last, for instance to encrypt it; none by default */
    public static DataConverter converter(List<PayloadCodec> codecs) {
        DataConverter json = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new Versioned(new Jackson3JsonPayloadConverter()));
        return codecs.isEmpty() ? json : new CodecDataConverter(json, codecs, true);
    }

    private record Versioned(PayloadConverter json) implements PayloadConverter {

        @Override
        public String getEncodingType() {
            return json.getEncodingType();
        }

        @Override
        public Optional<Payload> toData(Object value) {
            return json.toData(value)
                    .map(payload -> payload.toBuilder()
                            .putMetadata(VERSION_KEY, ByteString.copyFromUtf8(Integer.toString(VERSION)))
                            .build());
        }

        @Override
        public <T> T fromData(Payload content, Class<T> valueType, Type valueGenericType) {
            refuseNewer(content);
            return json.fromData(content, valueType, valueGenericType);
        }

        private static void refuseNewer(Payload content) {
            ByteString version = content.getMetadataOrDefault(VERSION_KEY, ByteString.EMPTY);
            if (!version.isEmpty() && Integer.parseInt(version.toString(StandardCharsets.UTF_8)) > VERSION) {
                throw new DataConverterException("this message has version " + version.toStringUtf8()
                        + ", and this worker reads up to " + VERSION + ": update the worker");
            }
        }
    }
}
