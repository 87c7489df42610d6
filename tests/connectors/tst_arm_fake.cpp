#include "armcontract.h"
#include "fakenam.h"

class TestArmFake final : public qd::test::ArmContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::FakeNam>(); }
};

QD_TEST_MAIN(QCoreApplication, TestArmFake)
