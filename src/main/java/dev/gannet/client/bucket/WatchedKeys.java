package dev.gannet.client.bucket;

/**
 * What is watched of a bucket.
 *
 * @param initial whether what it has counts as changes
 * @param deletes whether keys that go count as changes
 */
public record WatchedKeys(String bucket, String key, boolean initial, boolean deletes) {
    @Override
    public String toString() {
        return "changes of " + key + " in bucket " + bucket;
    }
}
