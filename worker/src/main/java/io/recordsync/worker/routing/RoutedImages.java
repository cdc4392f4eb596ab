package io.recordsync.worker.routing;

import io.recordsync.rules.RecordImage;
import io.recordsync.store.Image;

/** The ledger's image in the form that the rules read. */
public final class RoutedImages {

    private RoutedImages() {}

    public static RecordImage forRules(Image image) {
        return new RecordImage(image.key().entity(), image.key().recordId(), image.fields(), image.deleted());
    }
}
