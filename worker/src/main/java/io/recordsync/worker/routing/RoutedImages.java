package io.recordsync.worker.routing;

import io.recordsync.rules.RecordImage;
import io.recordsync.store.ledger.Image;

/** Converts the ledger's image to the form that the rules read. */
public final class RoutedImages {

    private RoutedImages() {}

    public static RecordImage forRules(Image image) {
        return new RecordImage(image.key().entity(), image.key().recordId(), image.fields(), image.deleted());
    }
}
