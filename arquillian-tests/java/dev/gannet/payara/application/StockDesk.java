package dev.gannet.payara.application;

import dev.gannet.api.OnSubject;
import jakarta.ejb.Stateless;

/** An enterprise bean: messages call its methods too, each in a transaction. */
@Stateless
public class StockDesk {
    @OnSubject("shop.stock")
    public int stock(String item) {
        return item.length();
    }
}
