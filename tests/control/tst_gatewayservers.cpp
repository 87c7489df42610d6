#include "auth/memorysecretstore.h"
#include "fakeapimconnector.h"
#include "gatewayservers.h"
#include "outcome.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace qd;
using namespace qd::test;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

} // namespace

class TestGatewayServers : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        failOnWarnings();
        m_apim = std::make_unique<FakeApimConnector>();
        m_apim->addMcpServer(say("orders"));
        m_apim->theApis.append({.id = ApiId(say("rest")), .path = say("rest"), .type = say("http")});
        m_apim->addSubscription(say("team-a"), say("key-of-a"));
        m_apim->addSubscription(say("team-b"), say("key-of-b"));
        m_apim->theSubscriptions.prepend({SubscriptionId(say("team-off")), {}, {}, say("suspended")});
        m_keys = std::make_unique<MemorySecretStore>();
        m_gateway = std::make_unique<GatewayServers>(*m_apim, *m_keys);
        m_servers.clear();
        connect(m_gateway.get(), &GatewayServers::found, this, [this](const QList<McpServerConfig> &servers) { m_servers = servers; });
    }
    void cleanup()
    {
        m_gateway.reset();
        checkNoErrorsLogged();
    }

    void firstActiveSubscriptionUnlessAnotherIsChosen()
    {
        m_gateway->read();
        QVERIFY(m_gateway->isReading());
        QTRY_COMPARE(m_servers.size(), 1);
        QCOMPARE(m_servers.first().url, QUrl(say("http://127.0.0.1:1/orders/mcp")));
        QCOMPARE(m_gateway->subjects(), (QStringList{say("team-a"), say("team-b")}));
        QCOMPARE(m_gateway->subject(), say("team-a"));
        QCOMPARE(usedKey(), say("key-of-a"));
        m_servers.clear();
        m_gateway->choose(say("team-b"));
        QTRY_COMPARE(m_servers.size(), 1);
        QCOMPARE(m_gateway->subject(), say("team-b"));
        QCOMPARE(usedKey(), say("key-of-b"));
    }

    void choiceBeforeReading()
    {
        m_gateway->choose(say("team-b"));
        m_gateway->read();
        QTRY_COMPARE(m_servers.size(), 1);
        QCOMPARE(m_gateway->subject(), say("team-b"));
        QVERIFY(!m_apim->asked.contains(say("subscriptionKey team-a")));
    }

    void unknownChoiceIsRefused()
    {
        m_gateway->choose(say("team-off"));
        QSignalSpy failed(m_gateway.get(), &GatewayServers::failed);
        m_gateway->read();
        QVERIFY(failed.wait());
        QVERIFY(failed.first().first().value<Error>().message.contains(say("team-a, team-b")));
        QVERIFY(m_servers.isEmpty());
    }

    void serversWithoutTheRightToAKey()
    {
        m_apim->refuse = [](const QString &what) {
            return what.startsWith(say("subscriptionKey")) ? std::optional(Error{.kind = ErrorKind::Forbidden, .message = say("no right")}) : std::nullopt;
        };
        m_gateway->read();
        QTRY_COMPARE(m_servers.size(), 1);
        QVERIFY(m_servers.first().headers.isEmpty());
        QCOMPARE(m_gateway->keyError()->message, say("no right"));
        QCOMPARE(m_gateway->subject(), QString());
        m_apim->refuse = {};
        m_gateway->choose(say("team-a"));
        QTRY_COMPARE(m_gateway->subject(), say("team-a"));
        QVERIFY(!m_gateway->keyError());
    }

    void failureOfTheServiceIsTold()
    {
        m_apim->refuse = [](const QString &what) {
            return what == say("apis") ? std::optional(Error{.kind = ErrorKind::Throttled, .message = say("slow down")}) : std::nullopt;
        };
        QSignalSpy failed(m_gateway.get(), &GatewayServers::failed);
        m_gateway->read();
        QVERIFY(failed.wait());
        QVERIFY(!m_gateway->isReading());
    }

    void newQuestionForgetsTheOld()
    {
        m_apim->isHeld = true;
        m_gateway->read();
        m_gateway->read();
        m_apim->isHeld = false;
        QSignalSpy found(m_gateway.get(), &GatewayServers::found);
        while (m_apim->heldCount() > 0)
            m_apim->deliver();
        QVERIFY(found.wait());
        QCOMPARE(found.size(), 1);
    }

private:
    /// What the reference in the header stands for.
    [[nodiscard]] QString usedKey()
    {
        QString name = m_servers.first().headers.first().second;
        name = name.mid(9, name.size() - 10); // "${secret:" and "}"
        Outcome<QString> key;
        m_keys->read(name, key.context(), key.completion());
        return key.wait() && key.ok() ? key.value() : QString();
    }

    std::unique_ptr<FakeApimConnector> m_apim;
    std::unique_ptr<MemorySecretStore> m_keys;
    std::unique_ptr<GatewayServers> m_gateway;
    QList<McpServerConfig> m_servers;
};

QD_TEST_MAIN(QCoreApplication, TestGatewayServers)
#include "tst_gatewayservers.moc"
