#include "everythingpeer.h"
#include "testmain.h"

#include <QTcpSocket>

using namespace qd;

/// The fixture that other tests build on: starts, serves, dies with its group.
class TestEverythingPeer : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void servesUntilKilled();
};

void TestEverythingPeer::servesUntilKilled()
{
    if (!test::EverythingPeer::isInstalled())
        QSKIP("peers are not installed: installer/setup --dev");
    test::EverythingPeer peer;
    QVERIFY2(peer.start(), qPrintable(peer.error()));
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), peer.port());
    QVERIFY(socket.waitForConnected(5000));
    peer.kill();
    QTcpSocket after;
    after.connectToHost(QStringLiteral("127.0.0.1"), peer.port());
    QVERIFY(!after.waitForConnected(5000));
}

QD_TEST_MAIN(QCoreApplication, TestEverythingPeer)
#include "tst_everythingpeer.moc"
