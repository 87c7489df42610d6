#include "fakenam.h"
#include "httpcontract.h"

class TestHttpFake final : public qd::test::HttpContract
{
    std::unique_ptr<qd::test::Peer> makePeer() override { return std::make_unique<qd::test::FakeNam>(); }
};

QD_TEST_MAIN(QCoreApplication, TestHttpFake)
