#include "gateway/forward/routes.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "telemachus/test/v1/rpc_probe.pb.h"
#include "tests/support/status_matchers.h"

namespace telemachus::gateway {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;
using testing::HasSubstr;

const google::protobuf::ServiceDescriptor* Probe(const char* service) {
  return test::v1::EchoRequest::descriptor()->file()->FindServiceByName(service);
}

TEST(RoutesTest, KnowWhereEachPublicMethodGoes) {
  const auto routes = Routes::Of({Probe("ProbeService")});
  ASSERT_THAT(routes, test::IsOk());
  const Route* echo = routes->Find("/telemachus.test.v1.ProbeService/Echo");
  ASSERT_NE(echo, nullptr);
  EXPECT_EQ(echo->service, "test");
  EXPECT_EQ(echo->name, "telemachus.test.v1.ProbeService/Echo");
  EXPECT_FALSE(echo->streaming);
  EXPECT_TRUE(routes->Find("/telemachus.test.v1.ProbeService/Count")->streaming);
}

TEST(RoutesTest, KnowNothingOfMethodsForServices) {
  const auto routes = Routes::Of({Probe("ProbeService")});
  ASSERT_THAT(routes, test::IsOk());
  EXPECT_EQ(routes->Find("/telemachus.test.v1.ProbeService/EchoService"), nullptr);
  EXPECT_EQ(routes->Find("/telemachus.test.v1.ProbeService/Nothing"), nullptr);
}

TEST(RoutesTest, NameEveryMethodWithoutASensibleRule) {
  const absl::Status status = Routes::Of({Probe("FaultyService")}).status();
  EXPECT_THAT(status, test::HasCode(absl::StatusCode::kFailedPrecondition));
  for (const char* method :
       {"NoRule", "Nobody", "Both", "ServiceInPerson", "NoRelation", "NoRole"}) {
    EXPECT_THAT(std::string(status.message()), HasSubstr(method));
  }
}

TEST(RoutesTest, TakeNoStreamOfRequests) {
  FileDescriptorProto probe;
  test::v1::EchoRequest::descriptor()->file()->CopyTo(&probe);
  // In a package of its own; the names are of one length, as the bytes need it.
  FileDescriptorProto file;
  ASSERT_TRUE(file.ParseFromString(absl::StrReplaceAll(
      probe.SerializeAsString(), {{"telemachus.test.v1", "telemachus.load.v1"}})));
  file.set_name("load.proto");
  file.mutable_service()->DeleteSubrange(1, 1);
  file.mutable_service(0)->mutable_method(0)->set_client_streaming(true);
  DescriptorPool pool(DescriptorPool::generated_pool());
  const auto* built = pool.BuildFile(file);
  ASSERT_NE(built, nullptr);
  const absl::Status status = Routes::Of({built->service(0)}).status();
  EXPECT_THAT(status, test::HasCode(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(status.message()), HasSubstr("streams of requests"));
}

TEST(RoutesTest, HoldForTheWholeProduct) {
  const auto routes = Routes::Of(ProductApi());
  ASSERT_THAT(routes, test::IsOk());
  EXPECT_GT(routes->size(), 0U);
  EXPECT_EQ(routes->services().count("registry"), 1U);
}

}  // namespace
}  // namespace telemachus::gateway
