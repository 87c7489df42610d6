#include "auth/keychainstore.h"
#include "outcome.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;

/// Runs against the keyring of the D-Bus session when there is one, and against its absence when there is none.
class TestKeychainStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void roundTrip()
    {
        if (!hasSession())
            QSKIP("no D-Bus session");
        SystemTimers timers;
        KeychainStore store(timers, QStringLiteral("quarterdeck-test"));
        Outcome<void> written;
        store.write(name, QStringLiteral("s3cret"), written.context(), written.completion());
        QVERIFY(written.wait());
        if (!written.ok())
            QSKIP("no usable keyring");
        KeychainStore other(timers, QStringLiteral("quarterdeck-test"));
        Outcome<QString> read;
        other.read(name, read.context(), read.completion());
        QVERIFY(read.wait());
        QVERIFY(read.ok());
        QCOMPARE(read.value(), QStringLiteral("s3cret"));
        Outcome<void> removed;
        other.remove(name, removed.context(), removed.completion());
        QVERIFY(removed.wait());
        QVERIFY(removed.ok());
        Outcome<QString> gone;
        other.read(name, gone.context(), gone.completion());
        QVERIFY(gone.wait());
        QCOMPARE(gone.kind(), ErrorKind::Keychain);
    }

    void withoutAKeyringTheSecretLastsForTheSession()
    {
        if (hasSession())
            QSKIP("there is a D-Bus session");
        SystemTimers timers;
        KeychainStore store(timers);
        startCapturingLogs();
        Outcome<void> written;
        store.write(name, QStringLiteral("s3cret"), written.context(), written.completion());
        QVERIFY(written.wait());
        QCOMPARE(written.kind(), ErrorKind::Keychain);
        Outcome<QString> read;
        store.read(name, read.context(), read.completion());
        QVERIFY(read.wait());
        QVERIFY(read.ok());
        QCOMPARE(read.value(), QStringLiteral("s3cret"));
        Outcome<void> another;
        store.write(QStringLiteral("account-2"), QStringLiteral("s3cret"), another.context(), another.completion());
        QVERIFY(another.wait());
        const QStringList logs = capturedLogs();
        QVERIFY(!logs.join(u'\n').contains(QStringLiteral("s3cret")));
        QCOMPARE(logs.filter(QStringLiteral("keyring refused")).size(), 1); // once is enough
        Outcome<QString> unknown;
        store.read(QStringLiteral("never written"), unknown.context(), unknown.completion());
        QVERIFY(unknown.wait());
        QCOMPARE(unknown.kind(), ErrorKind::Keychain);
    }

private:
    static bool hasSession() { return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"); }

    const QString name = QStringLiteral("account-1");
};

QD_TEST_MAIN(QCoreApplication, TestKeychainStore)
#include "tst_keychainstore.moc"
