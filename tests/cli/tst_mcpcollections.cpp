#include "deckctlprogram.h"
#include "everythingpeer.h"
#include "testmain.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace qd::test;

namespace {

QString collectionServer(const char *package)
{
    return EverythingPeer::folder() + QStringLiteral("/node_modules/@modelcontextprotocol/%1/dist/index.js").arg(QLatin1String(package));
}

} // namespace

/// The collections that come with the product, run by deckctl as a build server would: against the public reference servers.
class TestMcpCollections final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    DeckctlOutcome run(const QString &collection, const QStringList &options)
    {
        return deckctl(QStringList{QStringLiteral("mcp"), QStringLiteral("run"), collection} + options);
    }
    static QStringList command(const QStringList &words) { return QStringList{QStringLiteral("--yes"), QStringLiteral("--")} + words; }

private slots:
    void initTestCase()
    {
        if (!EverythingPeer::isInstalled())
            QSKIP("node and the peers of tests/peers are not installed (installer/setup --dev)");
    }
    void init() { failOnWarnings(); }

    void stdio_data()
    {
        QTest::addColumn<QString>("collection");
        QTest::addColumn<QStringList>("options");
        const QString node = EverythingPeer::stdioCommand().first();
        const QString root = m_folder.path();
        QTest::newRow("everything") << QStringLiteral("server-everything") << command(EverythingPeer::stdioCommand());
        QTest::newRow("filesystem") << QStringLiteral("filesystem")
                                    << QStringList{QStringLiteral("--var"), QStringLiteral("root=") + root} + command({node, collectionServer("server-filesystem"), root});
        QTest::newRow("memory") << QStringLiteral("memory")
                                << command({QStringLiteral("env"), QStringLiteral("MEMORY_FILE_PATH=%1/graph.json").arg(root), node, collectionServer("server-memory")});
        QTest::newRow("sequential-thinking") << QStringLiteral("sequential-thinking") << command({node, collectionServer("server-sequential-thinking")});
    }
    void stdio()
    {
        QFETCH(QString, collection);
        QFETCH(QStringList, options);
        const DeckctlOutcome outcome = run(collection, options);
        QVERIFY2(outcome.code == 0, QByteArray(outcome.out + outcome.err).constData());
        QVERIFY2(outcome.out.contains(" 0 failed, 0 skipped"), outcome.out.constData());
    }

    void http()
    {
        EverythingPeer peer;
        QVERIFY2(peer.start(), qPrintable(peer.error()));
        const DeckctlOutcome outcome = run(QStringLiteral("server-everything"), {QStringLiteral("--url"), peer.url()});
        QVERIFY2(outcome.code == 0, QByteArray(outcome.out + outcome.err).constData());
        QVERIFY2(outcome.out.contains(" 0 failed, 0 skipped"), outcome.out.constData());
    }

    /// The collection of one server is no success on another one.
    void anotherServerFails()
    {
        const QString node = EverythingPeer::stdioCommand().first();
        const DeckctlOutcome outcome = run(QStringLiteral("sequential-thinking"), command({node, collectionServer("server-memory")}));
        QVERIFY2(outcome.code == 1, QByteArray(outcome.out + outcome.err).constData());
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpCollections)
#include "tst_mcpcollections.moc"
