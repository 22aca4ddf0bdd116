package dev.gannet.service;

import dev.gannet.monitor.endpoint.BadQuery;
import java.util.Base64;

/** Base64 whose mistakes are said in the reference's words. Pure functions. */
final class GoBase64 {
    private static final int QUANTUM = 4;

    private GoBase64() {}

    /** Decodes text with padding. */
    static byte[] standard(String text) throws BadQuery {
        return decode(Base64.getDecoder(), text, text.length() % QUANTUM == 0);
    }

    /** Decodes text for URLs, without padding. */
    static byte[] url(String text) throws BadQuery {
        return decode(Base64.getUrlDecoder(), text, text.indexOf('=') < 0);
    }

    private static byte[] decode(Base64.Decoder decoder, String text, boolean padded) throws BadQuery {
        try {
            if (padded) {
                return decoder.decode(text);
            }
        } catch (IllegalArgumentException e) {
            throw illegal(text);
        }
        throw illegal(text);
    }

    /** Says where: at the first character that is none of base64, else where the last group begins. */
    private static BadQuery illegal(String text) {
        int at = 0;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+/-_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        int where = at < text.length() ? at : at - at % QUANTUM;
        return new BadQuery("illegal base64 data at input byte " + where);
    }
}
