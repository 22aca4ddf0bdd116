package shop;

/** As JSON: {@code {"item": "pen", "count": 2}}. */
public class Order {
    public String item = "";
    public int count = 1;
}
