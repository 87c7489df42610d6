#include "httpcontract.h"
#include "scriptedpeer.h"

class TestHttpLoopback final : public qd::test::HttpContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::ScriptedPeer>(); }
};

QD_TEST_MAIN(QCoreApplication, TestHttpLoopback)
