#include "scriptedpeer.h"
#include "monitorcontract.h"

class TestMonitorLoopback final : public qd::test::MonitorContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::ScriptedPeer>(); }
};

QD_TEST_MAIN(QCoreApplication, TestMonitorLoopback)
