#include "tests/house/proto_rules.h"

#include <algorithm>
#include <map>
#include <memory>
#include <regex>
#include <set>

#include "absl/strings/string_view.h"
#include "google/api/annotations.pb.h"
#include "google/protobuf/compiler/importer.h"
#include "google/protobuf/descriptor_database.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/code.pb.h"
#include "telemachus/access/v1/rule.pb.h"
#include "telemachus/field/v1/rule.pb.h"
#include "tests/house/code_rules.h"

namespace telemachus::house {
namespace {

namespace pb = google::protobuf;

// Protos in memory, as protobuf's compiler reads them.
class Sources final : public pb::compiler::SourceTree {
 public:
  explicit Sources(const Tree& protos) {
    for (const File& file : protos) texts_[file.path] = &file.text;
  }
  pb::io::ZeroCopyInputStream* Open(const std::string& path) override {
    const auto found = texts_.find(path);
    if (found == texts_.end()) return nullptr;
    return new pb::io::ArrayInputStream(found->second->data(),
                                        static_cast<int>(found->second->size()));
  }

 private:
  std::map<std::string, const std::string*> texts_;
};

// Keeps what the compiler says is wrong.
class Errors final : public pb::compiler::MultiFileErrorCollector {
 public:
  explicit Errors(Faults& faults) : faults_(faults) {}
  void AddError(const std::string& path, int line, int, const std::string& message) override {
    faults_.push_back(FaultAt(path, line + 1, message));
  }

 private:
  Faults& faults_;
};

// Fields whose name promises a shape, and the shape.
field::v1::Format PromisedFormat(const pb::FieldDescriptor& field) {
  const std::string& name = field.name();
  if (name == "name" || name == "parent") return field::v1::FORMAT_RESOURCE;
  if (name == "request_id") return field::v1::FORMAT_UUID4;
  if (name == "language_code") return field::v1::FORMAT_LANGUAGE;
  if (name == "email") return field::v1::FORMAT_EMAIL;
  if (EndsWith(name, "_date")) return field::v1::FORMAT_DATE;
  return field::v1::FORMAT_UNSPECIFIED;
}

// Looks at the files of one pool.
class Inspector {
 public:
  explicit Inspector(Faults& faults) : faults_(faults) {}

  void Look(const pb::FileDescriptor& file) {
    for (int i = 0; i < file.message_type_count(); ++i) Look(*file.message_type(i));
    for (int i = 0; i < file.enum_type_count(); ++i) Look(*file.enum_type(i));
    for (int i = 0; i < file.service_count(); ++i) Look(*file.service(i));
    for (int i = 0; i < file.extension_count(); ++i) WantComment(*file.extension(i));
  }

 private:
  void Look(const pb::Descriptor& message) {
    if (message.options().map_entry()) return;
    WantComment(message);
    WantMeaning(message);
    for (int i = 0; i < message.field_count(); ++i) WantComment(*message.field(i));
    for (int i = 0; i < message.real_oneof_decl_count(); ++i) WantComment(*message.oneof_decl(i));
    for (int i = 0; i < message.nested_type_count(); ++i) Look(*message.nested_type(i));
    for (int i = 0; i < message.enum_type_count(); ++i) Look(*message.enum_type(i));
  }

  void Look(const pb::EnumDescriptor& type) {
    WantComment(type);
    WantMeaning(type);
    for (int i = 0; i < type.value_count(); ++i) WantComment(*type.value(i));
    if (!EndsWith(type.value(0)->name(), "_UNSPECIFIED")) {
      Fault(*type.value(0), "the zero of an enum is _UNSPECIFIED");
    }
  }

  void Look(const pb::ServiceDescriptor& service) {
    WantComment(service);
    WantMeaning(service);
    for (int i = 0; i < service.method_count(); ++i) Look(*service.method(i));
  }

  void Look(const pb::MethodDescriptor& method) {
    WantComment(method);
    WantErrors(method);
    if (!method.options().HasExtension(access::v1::rule)) {
      Fault(method, "no access rule");
    } else {
      const access::v1::Rule& rule = method.options().GetExtension(access::v1::rule);
      if (rule.services().empty() && !method.options().HasExtension(google::api::http)) {
        Fault(method, "users may call it, and it has no google.api.http rule");
      }
    }
    LookAtRequest(*method.input_type());
  }

  // A request, and what it carries.
  void LookAtRequest(const pb::Descriptor& message) {
    if (!StartsWith(message.full_name(), "telemachus.") || !seen_.insert(&message).second) return;
    for (int i = 0; i < message.field_count(); ++i) {
      const pb::FieldDescriptor& field = *message.field(i);
      const field::v1::Rule& rule = field.options().GetExtension(field::v1::rule);
      if (rule.output_only()) continue;
      if (field.message_type() != nullptr) LookAtRequest(*field.message_type());
      if (field.type() == pb::FieldDescriptor::TYPE_STRING) WantPromisedFormat(field, rule);
    }
  }

  void WantPromisedFormat(const pb::FieldDescriptor& field, const field::v1::Rule& rule) {
    const field::v1::Format promised = PromisedFormat(field);
    if (promised != field::v1::FORMAT_UNSPECIFIED && rule.format() != promised) {
      Fault(field, "its name promises " + field::v1::Format_Name(promised));
    }
  }

  template <typename Element>
  void WantComment(const Element& element) {
    if (CommentOf(element).empty()) Fault(element, "no comment");
  }

  template <typename Element>
  void WantMeaning(const Element& element) {
    const Faults empty = NameFaults({{element.name() + "/", ""}});
    if (!empty.empty()) Fault(element, "its name says nothing");
  }

  void WantErrors(const pb::MethodDescriptor& method) {
    static const std::regex kError(R"(\n ?- ([A-Z_]+): \S)");
    const std::string comment = "\n" + CommentOf(method);
    if (comment.find("\n Errors: none of its own.\n") != std::string::npos) return;
    const size_t start = comment.find("\n Errors:\n");
    if (start == std::string::npos) return Fault(method, "its comment lists no errors");
    const std::string list = comment.substr(start);
    int count = 0;
    for (std::sregex_iterator at(list.begin(), list.end(), kError), end; at != end; ++at, ++count) {
      google::rpc::Code code;
      if (!google::rpc::Code_Parse((*at)[1], &code)) {
        Fault(method, (*at)[1].str() + " is no canonical code");
      }
    }
    if (count == 0) Fault(method, "its comment lists no errors");
  }

  template <typename Element>
  static std::string CommentOf(const Element& element) {
    pb::SourceLocation location;
    if (!element.GetSourceLocation(&location)) return "";
    return location.leading_comments + location.trailing_comments;
  }

  template <typename Element>
  void Fault(const Element& element, const std::string& what) {
    pb::SourceLocation location;
    element.GetSourceLocation(&location);
    faults_.push_back(FaultAt(FileOf(element).name(), location.start_line + 1,
                              element.full_name() + ": " + what));
  }

  template <typename Element>
  static const pb::FileDescriptor& FileOf(const Element& element) {
    return *element.file();
  }
  static const pb::FileDescriptor& FileOf(const pb::EnumValueDescriptor& value) {
    return *value.type()->file();
  }
  static const pb::FileDescriptor& FileOf(const pb::MethodDescriptor& method) {
    return *method.service()->file();
  }
  static const pb::FileDescriptor& FileOf(const pb::OneofDescriptor& oneof) {
    return *oneof.containing_type()->file();
  }

  Faults& faults_;
  std::set<const pb::Descriptor*> seen_;
};

}  // namespace

Faults ProtoFaults(const Tree& protos) {
  Faults faults;
  Sources sources(protos);
  Errors errors(faults);
  // Protobuf's own protos, timestamps and the like, come from the library.
  pb::DescriptorPoolDatabase standard(*pb::DescriptorPool::generated_pool());
  pb::compiler::SourceTreeDescriptorDatabase database(&sources, &standard);
  database.RecordErrorsTo(&errors);
  pb::DescriptorPool pool(&database, database.GetValidationErrorCollector());
  Inspector inspector(faults);
  for (const File& file : protos) {
    if (!StartsWith(file.path, "telemachus/")) continue;
    const pb::FileDescriptor* descriptor = pool.FindFileByName(file.path);
    if (descriptor != nullptr) inspector.Look(*descriptor);
  }
  return faults;
}

Tree RepositoryProtos() {
  Tree protos;
  for (const File& file : Repository()) {
    if (StartsWith(file.path, "proto/") && EndsWith(file.path, ".proto")) {
      protos.push_back({file.path.substr(6), file.text});
    }
  }
  for (File& file : ReadTree(TELEMACHUS_GOOGLEAPIS_DIR)) protos.push_back(std::move(file));
  return protos;
}

}  // namespace telemachus::house
