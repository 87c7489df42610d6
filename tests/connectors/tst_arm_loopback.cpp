#include "armcontract.h"
#include "scriptedpeer.h"

class TestArmLoopback final : public qd::test::ArmContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::ScriptedPeer>(); }
};

QD_TEST_MAIN(QCoreApplication, TestArmLoopback)
