#include "session.h"
#include "slofiles.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>

using qd::ErrorKind;
using qd::LabInfo;
using qd::TelemetrySchema;

class TestSession : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString fileWith(const QByteArray &content)
    {
        const QString path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return path;
    }

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void labProfilePicksTheResourceOfTheSchema()
    {
        const LabInfo lab{.endpoint = QUrl(QStringLiteral("http://127.0.0.1:8000")), .tenantId = QStringLiteral("t"), .clientId = QStringLiteral("c"),
                          .appId = QStringLiteral("app"), .workspaceId = QStringLiteral("ws"), .scenario = QStringLiteral("calm")};
        const auto classic = qd::labProfile(lab, TelemetrySchema::Classic);
        QCOMPARE(classic.name, QStringLiteral("lab · calm"));
        QCOMPARE(classic.target.id, QStringLiteral("app"));
        QCOMPARE(classic.target.scope, QStringLiteral("https://api.applicationinsights.io/.default"));
        QCOMPARE(classic.target.endpoint, lab.endpoint);
        QCOMPARE(qd::labProfile(lab, TelemetrySchema::Workspace).target.id, QStringLiteral("ws"));
        QCOMPARE(classic.secretName(), QStringLiteral("client-secret/t/c"));
    }

    void aSessionOffersItsConnector()
    {
        const qd::SystemClock clock;
        const LabInfo lab{.endpoint = QUrl(QStringLiteral("http://127.0.0.1:1")), .appId = QStringLiteral("app")};
        const auto session = qd::makeLabSession(lab, TelemetrySchema::Classic, clock);
        QCOMPARE(session->monitor().target(), session->profile().target);
    }

    void badFilesAreTheUsersToMend_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("syntax") << QByteArray("{\"version\":1,\n \"slos\":[}");
        QTest::newRow("too large") << QByteArray(1024 * 1024 + 1, ' ');
        QTest::newRow("empty") << QByteArray();
    }
    void badFilesAreTheUsersToMend()
    {
        QFETCH(const QByteArray, content);
        const QString path = fileWith(content);
        const auto settings = qd::loadSloSettings(path, {});
        QVERIFY(!settings);
        QCOMPARE(settings.error().kind, ErrorKind::Invalid);
        const QString text = settings.error().message + settings.error().detail;
        QVERIFY2(text.contains(path), qPrintable(text));
    }

    void aMissingFileIsNamed()
    {
        const auto settings = qd::loadSloSettings(QStringLiteral("/no/such.json"), {});
        QVERIFY(settings.error().message.startsWith(QStringLiteral("/no/such.json cannot be read")));
    }

    void theProductsOwnDefinitionsAreReadable()
    {
        const auto settings = qd::loadSloSettings(QStringLiteral(QD_SOURCE_DIR "/resources/slo/agent-fleet.json"), {});
        QVERIFY2(settings.has_value(), settings ? "" : qPrintable(settings.error().message));
        QCOMPARE(settings->definitions.size(), 8);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSession)
#include "tst_session.moc"
