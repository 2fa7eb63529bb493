-- Who lives together with which devices: the rights of people to devices rest on it.

CREATE TABLE household (
    number     VARCHAR(64) PRIMARY KEY,
    updated_at BIGINT NOT NULL
);

CREATE TABLE household_resident (
    number  VARCHAR(64) NOT NULL REFERENCES household ON DELETE CASCADE,
    user_id VARCHAR(32) NOT NULL REFERENCES account ON DELETE CASCADE,
    phone   VARCHAR(32),
    PRIMARY KEY (number, user_id)
);
CREATE INDEX household_resident_user ON household_resident (user_id, number);
CREATE INDEX household_resident_phone ON household_resident (phone);

CREATE TABLE household_device (
    number VARCHAR(64) NOT NULL REFERENCES household ON DELETE CASCADE,
    sn     VARCHAR(32) NOT NULL REFERENCES device ON DELETE CASCADE,
    PRIMARY KEY (number, sn)
);
CREATE INDEX household_device_sn ON household_device (sn, number);
