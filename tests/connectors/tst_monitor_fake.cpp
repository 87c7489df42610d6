#include "fakenam.h"
#include "monitorcontract.h"

class TestMonitorFake final : public qd::test::MonitorContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::FakeNam>(); }
};

QD_TEST_MAIN(QCoreApplication, TestMonitorFake)
