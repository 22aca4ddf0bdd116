package dev.gannet.payara.application;

import dev.gannet.api.Bucket;
import dev.gannet.api.Messaging;
import dev.gannet.api.OnChange;
import dev.gannet.api.OnStream;
import io.nats.client.KeyValue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;

/** Keeps the last order of a stream in a bucket, and tells of what is kept there. */
@ApplicationScoped
public class KeepDesk {
    @Inject
    @Bucket(value = "kept", create = true, inMemory = true)
    KeyValue kept;

    @Inject
    Messaging messaging;

    @OnStream(stream = "SHOP", consumer = "keeper", create = true, deadLetter = "dead.shop")
    public void keep(@Valid OrderDesk.Order order) throws Exception {
        kept.put("last", order.item);
    }

    @OnChange(bucket = "kept", key = "last", initial = true)
    public void kept(String item) {
        messaging.publish("shop.kept", item);
    }
}
