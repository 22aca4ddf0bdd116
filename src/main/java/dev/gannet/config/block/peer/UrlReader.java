package dev.gannet.config.block.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.key.Problems;
import dev.gannet.config.key.Setting;
import dev.gannet.config.key.SettingException;
import dev.gannet.config.peer.PeerUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads URLs of other servers. Pure functions. */
final class UrlReader {
    private UrlReader() {}

    /** Reads one; {@code kind} is what it leads to. */
    static PeerUrl url(Setting setting, String kind) throws SettingException {
        String text = setting.string().strip();
        try {
            return PeerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw setting.fault("error parsing " + kind + " url [" + Quoted.of(withoutLogin(text)) + "]");
        }
    }

    /** The name and password of a URL are not shown, however wrong it is. */
    private static String withoutLogin(String url) {
        int end = url.lastIndexOf('@');
        int scheme = url.indexOf("://");
        String before = scheme >= 0 && scheme < end ? url.substring(0, scheme + 3) : "";
        return end < 0 ? url : before + "[REDACTED]" + url.substring(end);
    }

    /** Reads an array of them; one that is there twice counts once, and one that is wrong is an error. */
    static List<PeerUrl> urls(Setting setting, String kind, Problems problems) throws SettingException {
        List<PeerUrl> urls = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (ConfNode node : setting.array()) {
            Setting url = new Setting(setting.key(), node);
            try {
                String text = url.string();
                if (known.add(text)) {
                    urls.add(url(url, kind));
                } else {
                    problems.warn(
                            new Setting(withoutLogin(text), node).misuse("Duplicate " + kind + " entry detected"));
                }
            } catch (SettingException e) {
                problems.error(e.getMessage());
            }
        }
        return urls;
    }
}
