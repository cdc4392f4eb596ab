package io.recordsync.simulator.events;

/**
 * A contact's fields as an event carries them.
 *
 * @param phone valid, international, in one of several notations
 */
public record Person(String name, String email, String phone) {

    /** No content: of a malformed message. */
    public static final Person NONE = new Person("", "", "");

    /** The phone number in E.164, whatever its notation. */
    public String e164Phone() {
        return Phones.e164(phone);
    }

    Person withPhone(String newPhone) {
        return new Person(name, email, newPhone);
    }
}
