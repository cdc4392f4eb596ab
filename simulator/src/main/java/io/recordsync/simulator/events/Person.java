package io.recordsync.simulator.events;

/**
 * The fields of a contact in an event.
 *
 * @param phone a valid international number, in one of several notations
 */
public record Person(String name, String email, String phone) {

    /** The content of a malformed message, which has none. */
    public static final Person NONE = new Person("", "", "");

    /** The phone number in E.164 form, independent of its notation. */
    public String e164Phone() {
        return Phones.e164(phone);
    }

    Person withPhone(String newPhone) {
        return new Person(name, email, newPhone);
    }
}
