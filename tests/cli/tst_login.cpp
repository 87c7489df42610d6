#include "auth/memorysecretstore.h"
#include "clibench.h"
#include "cliapplication.h"
#include "commands/logincommand.h"
#include "commands/logoutcommand.h"
#include "outcome.h"
#include "sessionprofile.h"
#include "testmain.h"

#include <QProcess>
#include <QSignalSpy>

#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace qd;
using namespace qd::test;

namespace {

const QString secret = QStringLiteral("hush~Q8.väry-secret");

CliOptions accountOptions(CliVerb verb, OutputFormat format = OutputFormat::Table)
{
    CliOptions options;
    options.verb = verb;
    options.format = format;
    options.tenant = QStringLiteral("tenant-1");
    options.clientId = QStringLiteral("client-1");
    return options;
}

/// Where a session of that account looks.
QString sessionName()
{
    SessionProfile profile{.name = QStringLiteral("any"), .tenantId = QStringLiteral("tenant-1"), .clientId = QStringLiteral("client-1")};
    profile.target = cloudTarget(TelemetrySchema::Classic, QStringLiteral("app"));
    return profile.secretName();
}

/// A keyring that is there and says no.
class LockedStore final : public SecretStore
{
public:
    Call read(const QString &, QObject *context, Completion<QString> completion) override { return refuse<QString>(context, std::move(completion)); }
    Call write(const QString &, const QString &, QObject *context, Completion<void> completion) override { return refuse<void>(context, std::move(completion)); }
    Call remove(const QString &, QObject *context, Completion<void> completion) override
    {
        ++removals;
        return refuse<void>(context, std::move(completion));
    }
    int removals = 0;

private:
    template<typename T>
    Call refuse(QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->finish(Error{.kind = ErrorKind::Keychain, .message = QStringLiteral("The keyring is locked.")});
        return state->handle();
    }
};

template<typename C>
int outcome(const CliOptions &options, CliBench &bench, SecretStore &store)
{
    C command(options, bench.streams, store);
    QSignalSpy finished(&command, &Command::finished);
    command.start();
    if (!finished.isEmpty())
        return -2; // must not come before start() has returned
    return finished.wait() ? static_cast<int>(finished.first().first().value<ExitCode>()) : -1;
}

std::optional<QString> kept(SecretStore &store, const QString &name)
{
    Outcome<QString> read;
    store.read(name, read.context(), read.completion());
    return read.wait() && read.ok() ? std::optional(read.value()) : std::nullopt;
}

/// A terminal: the test holds the other end.
class Terminal
{
public:
    Terminal() : m_fd(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK))
    {
        if (m_fd >= 0 && grantpt(m_fd) == 0 && unlockpt(m_fd) == 0)
            m_line = open(ptsname(m_fd), O_RDWR | O_NOCTTY); // kept open, so that what is shown is not lost
    }
    ~Terminal()
    {
        close(m_line);
        close(m_fd);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;
    [[nodiscard]] bool isOpen() const { return m_line >= 0; }
    [[nodiscard]] QString path() const { return QString::fromLocal8Bit(ptsname(m_fd)); }
    [[nodiscard]] bool type(const QByteArray &text) const { return write(m_fd, text.constData(), static_cast<size_t>(text.size())) == text.size(); }
    [[nodiscard]] QByteArray shown() const
    {
        QByteArray text(4096, '\0');
        const auto count = read(m_fd, text.data(), static_cast<size_t>(text.size()));
        return text.left(count > 0 ? static_cast<qsizetype>(count) : 0);
    }

private:
    int m_fd;
    int m_line = -1;
};

} // namespace

class TestLogin : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void theSecretGoesWhereTheSessionLooks_data()
    {
        QTest::addColumn<QByteArray>("input");
        const QByteArray bytes = secret.toUtf8();
        QTest::newRow("line") << QByteArray(bytes + '\n');
        QTest::newRow("no line end") << bytes;
        QTest::newRow("line end of Windows") << QByteArray(bytes + "\r\n");
        QTest::newRow("only the first line") << QByteArray(bytes + "\nmore\n");
    }
    void theSecretGoesWhereTheSessionLooks()
    {
        QFETCH(const QByteArray, input);
        for (const OutputFormat format : {OutputFormat::Table, OutputFormat::Json}) {
            startCapturingLogs();
            CliBench bench(input);
            MemorySecretStore store;
            QCOMPARE(outcome<LoginCommand>(accountOptions(CliVerb::Login, format), bench, store), 0);
            QCOMPARE(kept(store, sessionName()), std::optional(secret));
            QVERIFY(!bench.printed().isEmpty());
            QVERIFY(bench.complained().isEmpty());
            QVERIFY(!bench.printed().contains(u"hush"));
            QVERIFY(!capturedLogs().join(u'\n').contains(u"hush"));
        }
    }

    void blanksInsideAreKept()
    {
        CliBench bench(" a b \n");
        MemorySecretStore store;
        QCOMPARE(outcome<LoginCommand>(accountOptions(CliVerb::Login), bench, store), 0);
        QCOMPARE(kept(store, sessionName()), std::optional(QStringLiteral(" a b ")));
    }

    void whatIsNoSecretIsRefused_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("empty line") << QByteArray("\nsecret\n");
        QTest::newRow("blanks") << QByteArray("  \t\r\n");
        QTest::newRow("not UTF-8") << QByteArray("hush\xff\n");
        QTest::newRow("a zero byte") << QByteArray("hu\0sh\n", 6);
        QTest::newRow("too long") << QByteArray(QByteArray(16 * 1024 + 1, 'x') + '\n');
    }
    void whatIsNoSecretIsRefused()
    {
        QFETCH(const QByteArray, input);
        CliBench bench(input);
        MemorySecretStore store;
        QCOMPARE(outcome<LoginCommand>(accountOptions(CliVerb::Login), bench, store), 2);
        QVERIFY(!kept(store, sessionName()));
        QVERIFY(bench.complained().startsWith(QStringLiteral("deckctl: ")));
        QVERIFY(!bench.complained().contains(u"hush"));
        QVERIFY(bench.printed().isEmpty());
    }

    void theLongestSecretFits()
    {
        CliBench bench(QByteArray(16 * 1024, 'x') + "\r\n");
        MemorySecretStore store;
        QCOMPARE(outcome<LoginCommand>(accountOptions(CliVerb::Login), bench, store), 0);
        QCOMPARE(kept(store, sessionName())->size(), 16 * 1024);
    }

    void aRefusalIsToldWithoutTheSecret()
    {
        startCapturingLogs();
        CliBench bench(secret.toUtf8() + '\n');
        LockedStore store;
        QCOMPARE(outcome<LoginCommand>(accountOptions(CliVerb::Login, OutputFormat::Json), bench, store), 3);
        QVERIFY(bench.complained().contains(u"The keyring is locked."));
        QVERIFY(!QString(bench.printed() + bench.complained() + capturedLogs().join(u'\n')).contains(u"hush"));
    }

    void logoutRemovesThatSecretAlone()
    {
        MemorySecretStore store;
        for (const QString &name : {sessionName(), QStringLiteral("client-secret/tenant-1/other")}) {
            Outcome<void> written;
            store.write(name, secret, written.context(), written.completion());
            QVERIFY(written.wait() && written.ok());
        }
        CliBench bench;
        QCOMPARE(outcome<LogoutCommand>(accountOptions(CliVerb::Logout), bench, store), 0);
        QVERIFY(!kept(store, sessionName()));
        QVERIFY(kept(store, QStringLiteral("client-secret/tenant-1/other")));
        QVERIFY(!bench.printed().contains(u"hush"));
        CliBench again;
        QCOMPARE(outcome<LogoutCommand>(accountOptions(CliVerb::Logout), again, store), 3);
        QVERIFY(again.complained().contains(u"No secret is kept"));
    }

    void logoutDoesNotTrustALockedKeyring()
    {
        CliBench bench;
        LockedStore store;
        QCOMPARE(outcome<LogoutCommand>(accountOptions(CliVerb::Logout), bench, store), 3);
        QCOMPARE(store.removals, 0);
        QVERIFY(bench.complained().contains(u"The keyring is locked."));
    }

    void theAccountMustBeSpelledOut_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"login", "login --tenant t", "login --client-id c", "logout --tenant t", "login --lab calm --tenant t --client-id c",
                                 "logout --connect lab.json --tenant t --client-id c", "login --tenant t --client-id c hush", "login --secret hush"})
            QTest::newRow(line) << QString::fromUtf8(line);
    }
    void theAccountMustBeSpelledOut()
    {
        QFETCH(const QString, line);
        CliBench bench("hush\n");
        const SystemClock clock;
        CliApplication cli(bench.streams, clock);
        QSignalSpy finished(&cli, &CliApplication::finished);
        cli.run(line.split(u' '));
        QVERIFY(finished.wait());
        QCOMPARE(finished.first().first().toInt(), 2);
        QCOMPARE(bench.in.pos(), 0); // not even read
    }

    /// The program itself, without a keyring, so that nobody's own keyring is written to.
    void aTerminalDoesNotShowTheSecret()
    {
        const Terminal terminal;
        if (!terminal.isOpen())
            QSKIP("this machine gives no pseudo terminal");
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nonexistent"));
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(terminal.path());
        process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"),
                      {QStringLiteral("login"), QStringLiteral("--tenant"), QStringLiteral("t"), QStringLiteral("--client-id"), QStringLiteral("c")});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("Client secret: "), 20000);
        QVERIFY(terminal.type("hush\n"));
        QVERIFY(process.waitForFinished());
        said += process.readAllStandardError();
        QCOMPARE(process.exitCode(), 3);
        QVERIFY2(said.contains("No keyring could be used."), said.constData());
        QVERIFY(!QByteArray(said + process.readAllStandardOutput() + terminal.shown()).contains("hush"));
        QVERIFY(terminal.type("shown again\n"));
        QByteArray shown;
        QTRY_VERIFY((shown += terminal.shown()).contains("shown again"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLogin)
#include "tst_login.moc"
